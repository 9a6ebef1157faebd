/** The lessons, and the one that was opened: a story in which the person decides. */
import { useState } from "preact/hooks";
import { beginLesson, isEnd, type LessonStep, resumedLesson, screenAt, stepLesson, type Walk } from "../content/lesson";
import type { Lesson, LessonScreen, Pack } from "../content/types";
import { useApp } from "../context";
import type { Words } from "../../words/words";
import { Back, Button, Note, Screen } from "../ui";
import { ForgetProgress } from "./forget";
import { useOpened, useVisit, WithPack } from "./pack";
import { Paragraphs, Points } from "./text";

interface Props {
  /** The id of a lesson. */
  readonly item?: string;
}

export default function LessonsScreen({ item }: Props) {
  const { t } = useApp();
  return (
    <WithPack name="lessons" title={t("Lessons")}>
      {(pack) => <Lessons pack={pack} first={item ?? null} />}
    </WithPack>
  );
}

function Lessons({ pack, first }: { readonly pack: Pack; readonly first: string | null }) {
  const { t, tn, go } = useApp();
  const { progress } = useVisit();
  const [open, setOpen] = useState(first);
  const [, redraw] = useState(0);
  const lesson = pack.lessons.find(({ id }) => id === open);
  if (lesson !== undefined) return <LessonJourney key={lesson.id} pack={pack} lesson={lesson} back={() => { setOpen(null); }} />;
  return (
    <Screen name="lessons" title={t("Lessons")} actions={<Back onPress={() => { go("home"); }} />}>
      <p class="lead">{t("Short stories in which you decide what to do. There are no points, and you can go back at any time.")}</p>
      <ul class="courses">
        {pack.lessons.map((each) => (
          <li key={each.id}>
            <button type="button" class="course" data-lesson={each.id} onClick={() => { setOpen(each.id); }}>
              <span class="course-title">{each.title}</span>
              <span>{each.about}</span>
              <span class="course-state">{lessonState(each, progress.walk(each.id), t, tn)}</span>
            </button>
          </li>
        ))}
      </ul>
      <ForgetProgress forgotten={() => { redraw((count) => count + 1); }} />
    </Screen>
  );
}

function lessonState(lesson: Lesson, kept: Walk | null, t: Words["t"], tn: Words["tn"]): string {
  const minutes = tn("About one minute", "About {count} minutes", lesson.minutes);
  const walk = kept === null ? null : resumedLesson(lesson, kept);
  if (walk === null) return minutes;
  return walk.done ? t("Finished") : t("Begun");
}

interface JourneyProps {
  readonly pack: Pack;
  readonly lesson: Lesson;
  readonly back: () => void;
}

/** Where one stopped, or from the beginning: an end that was reached before is no place to begin. */
function resumed(lesson: Lesson, kept: Walk | null): Walk {
  const walk = kept === null ? null : resumedLesson(lesson, kept);
  if (walk === null) return beginLesson(lesson);
  return isEnd(screenAt(lesson, walk)) ? stepLesson(lesson, walk, { type: "again" }) : walk;
}

function LessonJourney({ pack, lesson, back }: JourneyProps) {
  const { progress } = useVisit();
  const [walk, setWalk] = useState(() => resumed(lesson, progress.walk(lesson.id)));
  useOpened(pack, lesson.id);
  const step = (action: LessonStep) => {
    const next = stepLesson(lesson, walk, action);
    progress.keepWalk(next);
    setWalk(next);
  };
  const screen = screenAt(lesson, walk);
  if (screen === undefined) return null;
  const away = () => { if (walk.path.length > 1) step({ type: "back" }); else back(); };
  return <LessonScreenView lesson={lesson} screen={screen} place={walk.path.length} step={step} back={away} leave={back} />;
}

interface ViewProps {
  readonly lesson: Lesson;
  readonly screen: LessonScreen;
  readonly place: number;
  readonly step: (step: LessonStep) => void;
  readonly back: () => void;
  readonly leave: () => void;
}

function LessonScreenView({ lesson, screen, place, step, back, leave }: ViewProps) {
  const { t } = useApp();
  const { choices = [], remember = [] } = screen;
  return (
    <Screen name="lesson" turn={`${place} ${screen.id}`} title={lesson.title} actions={<Back onPress={back} />}>
      <div class="story">
        <Paragraphs of={screen.text} />
      </div>
      {choices.length > 0 && <h2 class="home-part">{choices.length > 1 ? t("What do you do?") : t("Go on")}</h2>}
      <div class="stack choices">
        {choices.map(({ text, to }) => (
          <Button key={to + text} onPress={() => { step({ type: "choose", to }); }}>
            {text}
          </Button>
        ))}
      </div>
      {isEnd(screen) && (
        <>
          {remember.length > 0 && (
            <Note kind="good">
              <h2 class="remember">{t("To remember")}</h2>
              <Points of={remember} />
            </Note>
          )}
          <div class="stack">
            <Button kind="main" onPress={leave}>{t("To the lessons")}</Button>
            <Button onPress={() => { step({ type: "again" }); }}>{t("Again, with other choices")}</Button>
          </div>
        </>
      )}
    </Screen>
  );
}
