/** The simulator's entry. */
import { render } from "preact";
import { App } from "./app";
import "../paper.css";
import "./simulator.css";
import "./phone.css";

const root = document.getElementById("simulator");
if (root !== null) render(<App />, root);
