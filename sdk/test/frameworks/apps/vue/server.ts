import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import App from "./app.vue";

process.stdout.write(await renderToString(createSSRApp(App)));
