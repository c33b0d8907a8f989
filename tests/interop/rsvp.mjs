// The page of an invitation's link in Chromium, on a telephone and without JavaScript, as a person
// uses it. Each line that is printed is something that held; the first that does not ends it.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const plan = JSON.parse(process.argv[2]);
const browser = await chromium.launch({
  executablePath: plan.chromium,
  args: ["--no-sandbox", "--disable-gpu"],
});

function held(what) {
  console.log(what);
}

async function open(width, height, locale, colorScheme = "light") {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width, height },
    locale,
    colorScheme,
  });
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => page.complaints.push(message.text()));
  page.on("request", (request) => {
    const here = new URL(plan.url).origin;
    if (new URL(request.url()).origin !== here) page.complaints.push(request.url());
  });
  await page.goto(plan.url);
  return page;
}

async function shoot(page, name) {
  if (plan.shots) await page.screenshot({ path: `${plan.shots}/${name}.png`, fullPage: true });
}

// The look is there, nothing sticks out, and what is pressed can be hit with a thumb.
async function checkLook(page, what) {
  const look = await page.evaluate(() => ({
    margin: getComputedStyle(document.body).margin,
    overflow: document.documentElement.scrollWidth - innerWidth,
    small: [...document.querySelectorAll("button, input:not([type=hidden]), textarea, summary")]
      .map((e) => [e.name ?? e.tagName, e.getBoundingClientRect().height])
      .filter(([, height]) => height > 0 && height < 44),
    unnamed: [...document.querySelectorAll("input:not([type=hidden]), textarea")]
      .filter((e) => e.labels.length !== 1)
      .map((e) => e.name),
  }));
  assert.deepEqual(look, { margin: "0px", overflow: 0, small: [], unnamed: [] });
  assert.deepEqual(page.complaints, []);
  held(`${what}: styled, within its width, large enough, nothing fetched or refused`);
}

async function answer() {
  const page = await open(375, 812, "es-CO");
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  await checkLook(page, "on a telephone");
  await shoot(page, "telephone-es");
  await page.getByLabel("Comentario").fill(plan.comment);
  await page.getByRole("button", { name: "Aceptar" }).click();
  await page.getByRole("status").getByText("Su respuesta quedó registrada").waitFor();
  await page.getByText("Usted aceptó").waitFor();
  await page.getByText(plan.comment).first().waitFor();
  held("accepted, with a comment");
  await page.getByText("Proponer otra fecha").click();
  await page.getByLabel("Fecha", { exact: true }).fill(plan.date);
  await page.getByLabel("Hora de inicio").fill(plan.time);
  await page.getByLabel("Duración en minutos").fill(plan.minutes);
  await page.getByLabel("Por qué").fill(plan.reason);
  await checkLook(page, "with the other date open");
  await shoot(page, "telephone-es-proposing");
  await page.getByRole("button", { name: "Proponer esta fecha" }).click();
  await page.getByText("Su propuesta quedó registrada").waitFor();
  await page.getByText(/Usted propuso: .*, 14:30 a 16:05 — espera la decisión/).waitFor();
  held("another date proposed");
  await shoot(page, "telephone-es-answered");
  await page.reload();
  await page.getByText("Su propuesta quedó registrada").waitFor();
  held("the page can be loaded again");
}

async function lookAround() {
  const wide = await open(1280, 900, "en-GB");
  assert.equal(await wide.locator("html").getAttribute("lang"), "en");
  await wide.getByText("You accepted").waitFor();
  await checkLook(wide, "on a wide screen, in English");
  await shoot(wide, "wide-en");
  await wide.getByRole("link", { name: "Ver en español" }).click();
  await wide.getByText("Usted aceptó").waitFor();
  await shoot(wide, "wide-es");
  await wide.emulateMedia({ media: "print" });
  assert.equal(await wide.getByRole("button", { name: "Aceptar" }).isVisible(), false);
  await shoot(wide, "print-es");
  held("the other language, and printed without its forms");
  const dark = await open(375, 812, "en-GB", "dark");
  await checkLook(dark, "in the dark");
  await shoot(dark, "telephone-en-dark");
  await dark.goto(plan.url.slice(0, -3));
  await dark.getByText("This link is not valid").waitFor();
  await shoot(dark, "telephone-en-no-link");
}

try {
  await answer();
  await lookAround();
} finally {
  await browser.close();
}
