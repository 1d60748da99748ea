package io.github.cloudunmap.reconcile;

/** How far Cloud Map is with a removal that it has accepted. */
public sealed interface OperationState {
    /** It still works on it. */
    record UnderWay() implements OperationState {}

    /** The registration is gone. */
    record Done() implements OperationState {}

    /** It did not succeed, for the reason that Cloud Map gives. */
    record Failed(String code, String message) implements OperationState {}
}
