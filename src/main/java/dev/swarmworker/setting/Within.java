package dev.swarmworker.setting;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Bounds of a number or of a duration, both included. One of them may be left out. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Within {

  /** Least value, written as the setting itself is: {@code 1}, {@code 0.01}, {@code 10ms}. */
  String least() default "";

  /** Greatest value, written as the setting itself is. */
  String most() default "";
}
