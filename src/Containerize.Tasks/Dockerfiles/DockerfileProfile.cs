namespace Containerize.Dockerfiles;

/// <summary>Which builders can read the file.</summary>
internal enum DockerfileProfile
{
    /// <summary>Nothing that BuildKit in Docker Engine 20.10 or buildah 1.28 would reject, and no frontend to be pulled first.</summary>
    Portable,

    /// <summary>With the current frontend (<c># syntax</c>), its checks as errors, and <c>COPY --link</c>.</summary>
    BuildKit,
}
