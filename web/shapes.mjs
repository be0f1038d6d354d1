// Maps as SVG paths: the states of the USA (Albers, Alaska and Hawaii beside them) and the world's countries
// (Equal Earth). turnout/design/shapes.py reads them, turnout/rules/projections.py puts points on them.
import { geoArea, geoCentroid, geoEqualEarth, geoIdentity, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const read = (name) => JSON.parse(readFileSync(`node_modules/${name}.json`, "utf8"));
const ANTARCTICA = "010";
// Siberia stays in one piece.
const MERIDIAN = 11;

// Visvalingam and Whyatt (1993): the corner that makes the smallest triangle goes first. Whole arcs are thinned,
// so that neighbours keep one border.
function thinned(points, least) {
  const kept = [...points];
  for (;;) {
    let smallest = least;
    let place = 0;
    for (let at = 1; at < kept.length - 1; at++) {
      const area = triangle(kept[at - 1], kept[at], kept[at + 1]);
      if (area < smallest) [smallest, place] = [area, at];
    }
    if (!place) return kept;
    kept.splice(place, 1);
  }
}

function triangle([ax, ay], [bx, by], [cx, cy]) {
  return Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
}

// Plain coordinates instead of steps on a grid, and fewer of them.
function lighter(topology, least) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    const points = arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
    return thinned(points, least);
  });
  return { type: "Topology", objects: topology.objects, arcs };
}

// Islands that would be a speck are left out, unless they are all that there is.
function withoutSpecks(shape, least, areaOf) {
  if (shape.geometry.type !== "MultiPolygon") return shape;
  const parts = polygonsOf(shape.geometry);
  const most = Math.max(...parts.map(areaOf));
  const kept = parts.filter((part) => areaOf(part) >= Math.min(least, most));
  return { ...shape, geometry: { type: "MultiPolygon", coordinates: kept.map((part) => part.coordinates) } };
}

function states() {
  const path = geoPath().digits(1);
  const topology = lighter(read("us-atlas/states-albers-10m"), 0.5);
  const areas = Object.fromEntries(
    feature(topology, topology.objects.states).features.map((state) => {
      const shape = withoutSpecks(state, 1.5, (part) => path.area(part));
      return [state.id, { d: path(shape), at: round(path.centroid(shape)) }];
    }),
  );
  return { width: 975, height: 610, areas };
}

function world() {
  const fine = feature(read("world-atlas/countries-50m"), "countries").features;
  const topology = lighter(read("world-atlas/countries-110m"), 0.12);
  const shown = topology.objects.countries.geometries.filter((country) => country.id !== ANTARCTICA);
  const countries = { type: "GeometryCollection", geometries: shown };
  const projection = geoEqualEarth().rotate([-MERIDIAN, 0]).fitWidth(960, feature(topology, countries));
  const path = geoPath(projection).digits(1);
  const height = Math.ceil(path.bounds(feature(topology, countries))[1][1]);
  const areas = Object.fromEntries(
    feature(topology, countries)
      .features.filter((country) => country.id)
      .map((country) => [country.id, { d: path(withoutSpecks(country, 2e-5, geoArea)) }]),
  );
  const points = Object.fromEntries(fine.filter((country) => country.id).map((country) => [country.id, middle(country)]));
  for (const [id, area] of Object.entries(areas)) area.at = round(projection(swapped(points[id])));
  const [x, y] = projection.translate();
  return { width: 960, height, scale: projection.scale(), x, y, meridian: MERIDIAN, areas, points };
}

// For a close-up anywhere: degrees, as they are. Whoever draws it narrows the degrees of longitude.
function lands() {
  const topology = lighter(read("world-atlas/countries-50m"), 0.004);
  const path = geoPath(geoIdentity().reflectY(true)).digits(2);
  const features = feature(topology, topology.objects.countries).features.filter(({ id }) => id && id !== ANTARCTICA);
  const areas = Object.fromEntries(
    features.flatMap(({ id, geometry }) =>
      polygonsOf(geometry).map((part, number) => [`${id}-${number}`, { d: path(part), box: path.bounds(part).flat() }]),
    ),
  );
  return { areas };
}

// Latitude and longitude of the middle of a country's largest part: France is not in the Atlantic.
function middle({ geometry }) {
  const largest = polygonsOf(geometry).reduce((one, other) => (geoArea(other) > geoArea(one) ? other : one));
  return swapped(geoCentroid(largest)).map((degrees) => Math.round(degrees * 100) / 100);
}

function polygonsOf({ type, coordinates }) {
  return (type === "MultiPolygon" ? coordinates : [coordinates]).map((each) => ({ type: "Polygon", coordinates: each }));
}

const swapped = ([one, other]) => [other, one];
const round = (point) => point.map((value) => Math.round(value * 10) / 10);

export function writeShapes(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/us.json`, JSON.stringify(states()));
  writeFileSync(`${folder}/world.json`, JSON.stringify(world()));
  writeFileSync(`${folder}/lands.json`, JSON.stringify(lands()));
}
