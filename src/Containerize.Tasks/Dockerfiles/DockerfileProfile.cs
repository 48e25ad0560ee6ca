namespace Containerize.Dockerfiles;

/// <summary>Which builders can read the file.</summary>
internal enum DockerfileProfile
{
    /// <summary>Nothing that BuildKit in Docker Engine 20.10 or buildah 1.28 would reject, and no frontend to be pulled first.</summary>
    Portable,

    /// <summary>
    /// Nothing that needs BuildKit at all: no mount, no platform in FROM, none of the arguments that only BuildKit gives. For Docker's classic builder,
    /// kaniko, and services that build with them.
    /// </summary>
    Plain,

    /// <summary>With the checks of the builder as errors, and <c>COPY --link</c>: BuildKit in Docker Engine 23 and later has them built in.</summary>
    BuildKit,
}
