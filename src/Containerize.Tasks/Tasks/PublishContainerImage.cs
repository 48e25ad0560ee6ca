using Containerize.Publishing;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Assembles the container image of a published project and puts it where the user asked.</summary>
[MSBuildMultiThreadableTask]
public sealed class PublishContainerImage : ImageTask
{
    /// <summary>ContainerizedImage: the image's reference@digest with metadata Reference, Digest, ConfigDigest, MediaType, Platform, Size, Tags.</summary>
    [Output]
    public ITaskItem[] ContainerizedImages { get; private set; } = [];

    private protected override async System.Threading.Tasks.Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        using var session = await OpenSessionAsync(log);
        var result = await new ImagePublisher(session.Definitions, session.Services).PublishAsync(cancellationToken);
        ContainerizedImages = [session.Finish(result)];
    }
}
