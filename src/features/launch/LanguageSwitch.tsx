// English or Spanish, kept in memory alone. A language is named in itself.
import { type Language, speak, spokenLanguage } from '#lib/i18n';
import { Button } from '#ui/Button';
import { useText } from '#ui/text';

const NAMES: Record<Language, string> = { en: 'English', es: 'Español' };

export function LanguageSwitch() {
  const say = useText();
  const other = spokenLanguage() === 'en' ? 'es' : 'en';
  return (
    <Button
      lang={other}
      aria-label={`${NAMES[other]} (${say('patient.language')})`}
      onClick={() => void speak(other)}
    >
      {NAMES[other]}
    </Button>
  );
}
