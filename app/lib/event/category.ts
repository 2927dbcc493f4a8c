import { m } from '$messages';

export const CATEGORY_NAMES = [
  'music',
  'arts',
  'food',
  'business',
  'tech',
  'sports',
  'community',
  'nightlife',
  'learning',
  'family',
  'other',
] as const;

const words: Record<string, () => string> = {
  music: m.category_music,
  arts: m.category_arts,
  food: m.category_food,
  business: m.category_business,
  tech: m.category_tech,
  sports: m.category_sports,
  community: m.category_community,
  nightlife: m.category_nightlife,
  learning: m.category_learning,
  family: m.category_family,
  other: m.category_other,
};

export const categoryName = (category: string): string => (words[category] ?? m.category_other)();
