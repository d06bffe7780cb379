// The pages of a launch beside one another. Which there are is the app's to say.
import { Link, useLocation } from 'wouter';
import { useText } from '#ui/text';

export interface StaffPageLink {
  path: string;
  /** Words at `staff.nav.<words>`. */
  words: string;
}

export function StaffPages({ pages }: { pages: readonly StaffPageLink[] }) {
  const say = useText();
  const [location] = useLocation();
  return (
    <nav className="staff-pages" aria-label={say('staff.nav.label')}>
      {pages.map(({ path, words }) => (
        <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
          {say(`staff.nav.${words}`)}
        </Link>
      ))}
    </nav>
  );
}
