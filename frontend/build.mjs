// Builds everything the pages need into static/build/: app.css, public.css, app.js, live.js (pages with
// a live text alone load it), icons.svg and fonts/.
// Names carry no hashes: the server's manifest storage adds them when it collects static files.
import { mkdir, readFile, readdir, writeFile, copyFile } from "node:fs/promises";
import { watch } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const out = path.join(root, "static", "build");
const modules = path.join(here, "node_modules");

const FONTS = [
  ["@fontsource-variable/inter", "wght.css"],
  ["@fontsource-variable/inter", "wght-italic.css"],
  ["@fontsource-variable/source-serif-4", "wght.css"],
  ["@fontsource-variable/source-serif-4", "wght-italic.css"],
];

async function fonts() {
  await mkdir(path.join(out, "fonts"), { recursive: true });
  let css = "";
  for (const [family, file] of FONTS) {
    const folder = path.join(modules, family);
    const source = await readFile(path.join(folder, file), "utf8");
    for (const [, name] of source.matchAll(/url\(\.\/files\/([^)]+)\)/g)) {
      await copyFile(path.join(folder, "files", name), path.join(out, "fonts", name));
    }
    css += source.replaceAll("./files/", "fonts/") + "\n";
  }
  return css;
}

// The public site has a small stylesheet of its own, with upright faces for Latin letters alone.
async function css() {
  const faces = await fonts();
  const latin = (faces.match(/@font-face\s*{[^}]*}/g) ?? []).filter((face) => /latin(-ext)?-wght-normal/.test(face));
  await Promise.all([stylesheet("app", faces), stylesheet("public", latin.join("\n"))]);
}

async function stylesheet(name, faces) {
  const { css: styles } = sass.compile(path.join(here, "css", `${name}.scss`), {
    loadPaths: [modules],
    quietDeps: true,
    silenceDeprecations: ["import"],
  });
  const { code } = await esbuild.transform(faces + styles, {
    loader: "css",
    minify: true,
    target: ["chrome109", "firefox115", "safari16"],
  });
  await writeFile(path.join(out, `${name}.css`), code);
}

async function js() {
  await esbuild.build({
    entryPoints: { app: path.join(here, "js", "app.js"), live: path.join(here, "js", "live", "index.js") },
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome109", "firefox115", "safari16"],
    logLevel: "warning",
  });
}

async function templatesUnder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".html"))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

// The sprite holds the icons that templates name in {% icon "…" %} or pass as icon="…",
// and those that Python code picks by name (frontend/icons.json).
async function icons() {
  const names = new Set(JSON.parse(await readFile(path.join(here, "icons.json"), "utf8")));
  const templates = [path.join(root, "templates"), path.join(root, "tests", "design")];
  for (const file of (await Promise.all(templates.map(templatesUnder))).flat()) {
    const text = await readFile(file, "utf8");
    for (const [, name] of text.matchAll(/(?:\{%\s*icon\s+|\bicon=)["']([a-z0-9-]+)["']/g)) names.add(name);
  }
  const symbols = [];
  for (const name of [...names].sort()) {
    let svg;
    try {
      svg = await readFile(path.join(modules, "bootstrap-icons", "icons", `${name}.svg`), "utf8");
    } catch {
      throw new Error(`There is no bootstrap icon called "${name}". See the names in node_modules/bootstrap-icons/icons.`);
    }
    const body = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
    symbols.push(`<symbol id="${name}" viewBox="0 0 16 16">${body}</symbol>`);
  }
  await writeFile(
    path.join(out, "icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
  );
}

async function build() {
  const started = Date.now();
  await mkdir(out, { recursive: true });
  await Promise.all([css(), js(), icons()]);
  console.log(`static/build written in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

if (process.argv.includes("--watch")) {
  let timer;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => build().catch((error) => console.error(error.message)), 100);
  };
  for (const folder of [path.join(here, "css"), path.join(here, "js"), path.join(root, "templates")]) {
    watch(folder, { recursive: true }, again);
  }
  again();
} else {
  await build();
}
