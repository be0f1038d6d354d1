// The pictures of a forecast, and what if: each change of the form asks for its answer. Without this
// script the tables stand alone, and the form has a button.
import "htmx.org";
import { FanChart, type Fan } from "./forecast/fan.ts";
import { HillChart, type Hill } from "./forecast/hill.ts";

function known<Kind>(id: string): Kind | undefined {
  const text = document.getElementById(id)?.textContent;
  return text ? (JSON.parse(text) as Kind) : undefined;
}

const figure = (name: string) => document.querySelector<HTMLElement>(`[data-enhance="${name}"]`);

const [hill, hillFigure] = [known<Hill>("hill"), figure("hill")];
if (hill && hillFigure) new HillChart(hillFigure, hill);

const [fan, fanFigure] = [known<Fan>("fan"), figure("fan")];
if (fan && fanFigure) new FanChart(fanFigure, fan);

// What is typed is answered at once; the button is for those without this script.
for (const button of document.querySelectorAll<HTMLElement>("[data-without-script]")) button.hidden = true;
