namespace Containerize.Dockerfiles;

/// <summary>An MSBuild property that <c>docker build --build-arg</c> can set (a ContainerizeBuildArgument item).</summary>
/// <param name="Name">Of the property and of the ARG.</param>
/// <param name="Value">What holds unless another is given.</param>
/// <param name="IsForPublishOnly">Whether the restore need not know it, so that a new value does not make it run again.</param>
internal sealed record BuildArgument(string Name, string Value, bool IsForPublishOnly);
