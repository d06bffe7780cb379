// A consent text as people read it, whole: short paragraphs under headings, what is agreed to at the end. Until the
// site's counsel approved it, it says of itself that it is a draft.
import type { ConsentTextView } from '#domain/consent';
import { useText } from '#ui/text';
import './consent-text.css';

interface ConsentTextProps {
  text: ConsentTextView;
  /** Level of the title; the headings below it follow. */
  level: 1 | 2 | 3;
}

export function ConsentText({ text, level }: ConsentTextProps) {
  const say = useText();
  const Title = `h${level}` as const;
  const Heading = `h${level + 1}` as 'h2' | 'h3' | 'h4';
  return (
    <div className="consent-text">
      <Title lang={text.language}>{text.title}</Title>
      {text.approval === null && <p className="consent-draft">{say('app.consent.draft')}</p>}
      {text.sections.map(({ heading, paragraphs }) => (
        <section key={heading ?? paragraphs[0]} lang={text.language}>
          {heading && <Heading>{heading}</Heading>}
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </section>
      ))}
    </div>
  );
}
