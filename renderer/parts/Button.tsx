import type { ComponentProps } from 'react';
import styles from './button.module.css';

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'main' | 'plain' | 'quiet' | 'act';
}

/** A button that never submits by accident; `act` is for what cannot be undone. */
export function Button({ look = 'plain', className, ...rest }: ButtonProps) {
  const classes = [styles.button, styles[look], className].filter((name) => name !== undefined).join(' ');
  return <button type="button" className={classes} {...rest} />;
}
