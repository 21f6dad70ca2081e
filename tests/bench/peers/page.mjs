// The same work by a page: Leaflet on a canvas, or MapLibre GL. It asks the bench when to go on.
const way = new URLSearchParams(location.search).get("way");
const scene = await (await fetch("/scene.json")).json();
const { work } = scene;
const points = (rows, more = () => ({})) => ({
  type: "FeatureCollection",
  features: rows.map((row, n) => ({
    type: "Feature", properties: more(row, n), geometry: { type: "Point", coordinates: row.slice(0, 2) },
  })),
});
const flat = scene.areas;
const ends = (at, take) => flat.reduce((most, row) => take(most, row[at]), flat[0][at]);
const box = [[ends(0, Math.min), ends(1, Math.min)], [ends(0, Math.max), ends(1, Math.max)]];

function css(href) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head.append(link);
}

function script(src) {
  return new Promise((done, fail) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: fail }));
  });
}

const frame = () => new Promise((done) => requestAnimationFrame(done));

async function leaflet() {
  css("/lib/leaflet/dist/leaflet.css");
  await script("/lib/leaflet/dist/leaflet.js");
  await script("/lib/leaflet.heat/dist/leaflet-heat.js");
  const map = L.map("map", {
    preferCanvas: true, zoomControl: false, zoomSnap: 0, zoomAnimation: false, fadeAnimation: false,
    inertia: false, attributionControl: false,
  });
  const swap = ([lon, lat]) => [lat, lon];
  map.fitBounds(box.map(swap), { animate: false });
  const below = L.canvas({ pane: "tilePane", padding: 0.3 });
  const above = L.canvas({ padding: 0.1 });
  L.polyline(scene.lines.map((line) => line.map(swap)), { renderer: below, color: "#3a5063", weight: 1, interactive: false })
    .addTo(map);
  for (const row of scene.areas)
    L.circleMarker(swap(row), { renderer: below, radius: 1.5, stroke: false, fillColor: "#5a7083", fillOpacity: 1, interactive: false })
      .addTo(map);
  const heat = L.heatLayer(scene.outages.map(([lon, lat, n]) => [lat, lon, n / 500]), { radius: 20 }).addTo(map);
  const marks = scene.outages.map((row) =>
    L.circleMarker(swap(row), { renderer: above, radius: 4.5, color: "#ff6a3d", weight: 1, fillColor: "#eef2f5", fillOpacity: 1, interactive: false })
      .addTo(map));
  const cars = scene.tracks[0].map((row) =>
    L.circleMarker(swap(row), { renderer: above, radius: 4, stroke: false, fillColor: "#8d9ba8", fillOpacity: 1, interactive: false })
      .addTo(map));
  const state = { frames: 0 };
  const draw = above._redraw.bind(above);
  above._redraw = () => { state.frames += 1; draw(); };
  return {
    state,
    drive(step, rows) {
      scene.tracks[step % scene.tracks.length].forEach((row, n) => cars[n].setLatLng(swap(row)));
      for (const n of rows) marks[n].setRadius(4.5 + (step % 7) / 7);
      heat.setLatLngs(scene.outages.map(([lon, lat, n]) => [lat, lon, n / 500]));
    },
    // Leaflet moves its canvases while dragged and draws anew when the drag ends; a step here is both.
    async pan(px) { map.panBy([px, 4], { animate: false }); await frame(); },
    async zoom(by) { map.setZoom(map.getZoom() + Math.log2(by), { animate: false }); await frame(); },
  };
}

async function maplibre() {
  css("/lib/maplibre-gl/dist/maplibre-gl.css");
  const loaded = await import("/lib/maplibre-gl/dist/maplibre-gl.mjs");
  const gl = loaded.default ?? loaded;
  const paint = (id, source, type, paintOf) => ({ id, source, type, paint: paintOf });
  const circle = (radius, colour) => ({ "circle-radius": radius, "circle-color": colour });
  const map = new gl.Map({
    container: "map", bounds: box, fadeDuration: 0, attributionControl: false,
    style: {
      version: 8,
      sources: {
        lines: { type: "geojson", data: { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: scene.lines } } },
        areas: { type: "geojson", data: points(scene.areas) },
        outages: { type: "geojson", data: points(scene.outages, (row) => ({ n: row[2] })) },
        cars: { type: "geojson", data: points(scene.tracks[0]) },
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": "#0d1217" } },
        paint("lines", "lines", "line", { "line-color": "#3a5063", "line-width": 1 }),
        paint("areas", "areas", "circle", circle(1.5, "#5a7083")),
        paint("heat", "outages", "heatmap", { "heatmap-weight": ["/", ["get", "n"], 500], "heatmap-radius": 20, "heatmap-opacity": 0.7 }),
        paint("outages", "outages", "circle", { ...circle(4.5, "#eef2f5"), "circle-stroke-color": "#ff6a3d", "circle-stroke-width": 1 }),
        paint("cars", "cars", "circle", circle(4, "#8d9ba8")),
      ],
    },
  });
  await new Promise((done) => map.once("idle", done));
  const state = { frames: 0 };
  map.on("render", () => { state.frames += 1; });
  const rendered = () => new Promise((done) => map.once("render", done));
  const pixel = new Uint8Array(4);
  const finished = async () => {
    await rendered();
    const context = map.getCanvas().getContext("webgl2");
    context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, pixel); // waits for the picture
  };
  return {
    state,
    drive(step, rows) {
      for (const n of rows) scene.outages[n][2] += step % 7;
      map.getSource("cars").setData(points(scene.tracks[step % scene.tracks.length]));
      map.getSource("outages").setData(points(scene.outages, (row) => ({ n: row[2] })));
    },
    async pan(px) { map.panBy([px, 4], { animate: false }); await finished(); },
    async zoom(by) { map.jumpTo({ zoom: map.getZoom() + Math.log2(by) }); await finished(); },
    idle: () => new Promise((done) => { map.once("idle", done); map.triggerRepaint(); }),
  };
}

async function told(what) {
  await fetch("/told", { method: "POST", body: JSON.stringify(what) });
}

try {
  const peer = await (way === "leaflet" ? leaflet() : maplibre());
  await frame();
  await frame();
  await told({ ready: true });
  let step = 0;
  peer.state.frames = 0;
  let began = performance.now();
  await new Promise((done) => {
    const timer = setInterval(() => {
      const rows = Array.from({ length: work.changed }, (_, n) => (step * work.changed + n) % scene.outages.length);
      peer.drive(step, rows);
      step += 1;
      if (performance.now() - began >= work.drive_s * 1000) { clearInterval(timer); done(); }
    }, work.every_ms);
  });
  await told({ fps: peer.state.frames / ((performance.now() - began) / 1000) });
  const taken = { pan: [], zoom: [], sharp: [] };
  for (let n = 0; n < work.pans; n += 1) {
    began = performance.now();
    await peer.pan(work.pan_px);
    taken.pan.push((performance.now() - began) / 1000);
  }
  await told({ pan: taken.pan });
  for (let n = 0; n < work.zooms; n += 1) {
    began = performance.now();
    await peer.zoom(n < work.zooms / 2 ? work.zoom : 1 / work.zoom);
    taken.zoom.push((performance.now() - began) / 1000);
    if (peer.idle) await peer.idle();
    taken.sharp.push((performance.now() - began) / 1000);
  }
  await told({ zoom: taken.zoom, sharp: taken.sharp });
} catch (error) {
  await told({ error: String(error?.stack ?? error) });
}
