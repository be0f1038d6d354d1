// "Answer" brings the form below the comment that is answered. Without a script it leads to a page of its own.
const reply = document.getElementById("reply");
const form = reply?.querySelector("form");

function begin(reply: HTMLElement, form: HTMLFormElement): void {
  const home = document.createComment("reply");
  reply.before(home);
  const note = form.querySelector<HTMLElement>("[data-answering]")!;
  const to = form.querySelector<HTMLInputElement>("[name=answers_to]")!;

  function answer(link: HTMLAnchorElement): void {
    to.value = link.dataset.answer!;
    note.querySelector("span")!.textContent = note.dataset.words!.replace("%s", link.dataset.name!);
    note.hidden = false;
    link.closest("article")!.after(reply);
    focusOn(form);
  }

  function takeBack(): void {
    to.value = "";
    note.hidden = true;
    home.after(reply);
    focusOn(form);
  }

  note.querySelector("button")!.addEventListener("click", takeBack);
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-answer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    answer(link);
  });
}

function focusOn(form: HTMLFormElement): void {
  const empty = [...form.querySelectorAll<HTMLInputElement>("[data-field] :is(input, textarea)")];
  (empty.find((each) => !each.value) ?? empty[0])?.focus();
}

if (reply && form?.querySelector("[data-answering]")) begin(reply, form);

export {};
