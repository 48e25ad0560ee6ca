using Containerize.BaseImages;
using Containerize.Diagnostics;
using Containerize.Explaining;
using Containerize.Publishing;
using Containerize.Reporting;

namespace Containerize.Tasks;

/// <summary>Writes a report beside the result of a publish, or of a plan.</summary>
/// <param name="globals">The build's global properties.</param>
internal sealed class SessionReport(PublishSession session, IReadOnlyDictionary<string, string> globals, IPublishLog log) : IDisposable
{
    private const string Revision = "org.opencontainers.image.revision";

    private readonly ImageUnderName earlier = new(
        session.Order.Targets[0],
        session.Services.OpenBases(CachedBaseUse.None),
        new LayerReader(session.Services.Store),
        Path.Join(session.ResultFolder, "unpacked"),
        log);

    private readonly Explainer explainer = new(new LayerReader(session.Services.Store), log);

    private string Place => Path.Join(session.ResultFolder, "report.html");

    /// <summary>Before the publish puts another image there.</summary>
    public Task FindEarlierAsync(CancellationToken cancellationToken)
        => earlier.FindAsync(session.Order.Images.Select(image => image.Platform).Distinct(), cancellationToken);

    /// <returns>Absolute path of what was written.</returns>
    public async Task<string> WriteAsync(ImagePlan plan, CancellationToken cancellationToken)
    {
        var images = new List<ExplainedImage>();
        foreach (var image in plan.Images)
        {
            images.Add(await earlier.CompareAsync(await explainer.ExplainAsync(image, cancellationToken), cancellationToken));
        }

        return await WriteAsync($"Planned: nothing has been made of it yet. It would go to {Name(plan.References)}.", plan.References, images);
    }

    /// <summary>Of several destinations the first that is whole: the image is the same in all of them.</summary>
    /// <returns>Absolute path of what was written; null where no image was published.</returns>
    public async Task<string?> WriteAsync(PublishOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Results is not [var result, ..])
        {
            return null;
        }

        var images = new List<ExplainedImage>();
        foreach (var image in result.Images)
        {
            images.Add(await earlier.CompareAsync(await explainer.ExplainAsync(image, cancellationToken), cancellationToken));
        }

        var state = $"Published to {Name(result.References)}{(result.Unchanged ? ", where the same image was already" : string.Empty)}.";
        return await WriteAsync(state, result.References, images);
    }

    public void Dispose() => earlier.Dispose();

    private async Task<string> WriteAsync(string state, IReadOnlyList<string> references, List<ExplainedImage> images)
    {
        var project = Path.GetFileName(session.Order.ForDockerfile.ProjectFile);
        var command = RepeatCommand.Format(project ?? session.Order.ProjectName, globals, images[0].Config.Labels.GetValueOrDefault(Revision));
        await ReportPage.WriteAsync(Place, new Explanation(session.Order.ProjectName, state, command, images)
        {
            References = [.. references.Select(Name)],
        });
        return Place;
    }

    private static string Name(IReadOnlyList<string> references) => string.Join(", ", references.Select(Name));

    /// <summary>Of a file its name: where it lies is the machine's, and would make two reports of one image different.</summary>
    private static string Name(string reference) => Path.IsPathRooted(reference) ? Path.GetFileName(reference) : reference;
}
