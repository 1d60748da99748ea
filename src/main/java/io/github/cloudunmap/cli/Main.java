package io.github.cloudunmap.cli;

/** The program's entry point. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("aws-cloud-unmap");
    }
}
