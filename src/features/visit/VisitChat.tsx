// The chat of a visit: kept with it, the same for whoever comes back. Text as typed, never anything else. What was
// not sent stays in the field.
import { useState } from 'react';
import type { ChatMessage } from '#domain/visit';
import { formatInstant } from '#lib/dates';
import { isolate } from '#lib/isolate';
import { Button } from '#ui/Button';
import { TextField } from '#ui/Field';
import { useText } from '#ui/text';
import { useSendChat } from './room-queries.ts';

interface VisitChatProps {
  launchId: string;
  visitId: string;
  you: string;
  messages: readonly ChatMessage[];
}

const newMessageId = () => crypto.randomUUID().replaceAll('-', '');

export function VisitChat({ launchId, visitId, you, messages }: VisitChatProps) {
  const say = useText();
  const chat = useSendChat(launchId, visitId);
  const [text, setText] = useState('');
  const [messageId, setMessageId] = useState(newMessageId);
  const send = () => {
    if (text.trim() === '' || chat.isPending) return;
    chat.mutate(
      { messageId, text: text.trim() },
      {
        onSuccess: () => {
          setText('');
          setMessageId(newMessageId());
        },
      },
    );
  };
  return (
    <section className="visit-chat stack-tight" aria-label={say('app.visit.chat')}>
      {messages.length === 0 && <p className="soft">{say('app.visit.chat.none')}</p>}
      <ol className="visit-messages" aria-live="polite">
        {messages.map((message) => (
          <li key={message.messageId}>
            <p className="small soft">
              {message.participantId === you ? say('app.visit.chat.you') : isolate(message.name)} ·{' '}
              {formatInstant(message.at)}
            </p>
            <p>{isolate(message.text)}</p>
          </li>
        ))}
      </ol>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextField label={say('app.visit.chat.write')} value={text} onChange={setText} />
        <Button small submits pending={chat.isPending ? say('app.one-moment') : null}>
          {say('app.visit.chat.send')}
        </Button>
      </form>
      {chat.isError && <p role="alert">{say('app.visit.chat.failed')}</p>}
    </section>
  );
}
