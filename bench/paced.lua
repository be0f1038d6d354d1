-- Posts answers at a pace: each visitor pauses, BENCH_PAUSE milliseconds on the average.
dofile(os.getenv("BENCH_ANSWERS"))

local pause = tonumber(os.getenv("BENCH_PAUSE"))

function delay()
  return math.floor(-pause * math.log(1 - math.random()))
end
