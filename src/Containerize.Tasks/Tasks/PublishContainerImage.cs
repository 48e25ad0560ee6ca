using Containerize.Describing;
using Containerize.Publishing;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Assembles the container image of a published project and puts it where the user asked.</summary>
[MSBuildMultiThreadableTask]
public sealed class PublishContainerImage : ImageTask
{
    /// <summary>Says what would be done, and does nothing of it.</summary>
    public bool PlanOnly { get; set; }

    /// <summary>ContainerizeReport: writes a report of the image, or of the plan.</summary>
    public bool Report { get; set; }

    /// <summary>
    /// ContainerizedImage, one for each destination: the image's reference@digest with metadata Reference, Digest, ConfigDigest, MediaType,
    /// Platform, Size, Tags.
    /// </summary>
    [Output]
    public ITaskItem[] ContainerizedImages { get; private set; } = [];

    /// <summary>See <see cref="GeneratedItems"/>.</summary>
    [Output]
    public ITaskItem[] GeneratedContainers { get; private set; } = [];

    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        CheckEarlyValues();
        using var session = await OpenSessionAsync(log);
        TellEarly(session.Services.Early, log);
        MachinePaths.Tell(Items.Images.SelectMany(image => image.Paths("MappedAssemblies")), log);
        using var report = await OpenReportAsync(Report, session, log, cancellationToken);
        if (PlanOnly)
        {
            var plan = await new ImagePlanner(session.Order, session.Services).PlanAsync(cancellationToken);
            session.Telling.Tell(plan, report is null ? null : await report.WriteAsync(plan, cancellationToken));
            return;
        }

        var maker = new LayeringImageMaker(session.Order, session.Services);
        var outcome = await new ImagePublisher(session.Order, maker, session.Services).PublishAsync(cancellationToken);
        session.PruneCache();
        GeneratedContainers = GeneratedItems.Describe(outcome.Results);
        ContainerizedImages = await TellAsync(session, outcome, report, cancellationToken);
    }

    private static void TellEarly(EarlyLayers? early, BuildLog log)
    {
        if (early is { Count: > 0 and var made })
        {
            log.Detail($"{Counted.Of(made, "layer")} of packages made while the project was compiled");
        }
    }
}
