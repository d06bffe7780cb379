// The pages of a launch beside one another: the chart, and what this EHR allows.
import { Link, useLocation } from 'wouter';
import { useText } from '#ui/text';

const PAGES = [
  { path: '/', words: 'chart' },
  { path: '/capabilities', words: 'capabilities' },
];

export function StaffPages() {
  const say = useText();
  const [location] = useLocation();
  return (
    <nav className="staff-pages" aria-label={say('staff.nav.label')}>
      {PAGES.map(({ path, words }) => (
        <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
          {say(`staff.nav.${words}`)}
        </Link>
      ))}
    </nav>
  );
}
