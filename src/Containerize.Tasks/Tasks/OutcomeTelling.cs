using System.Globalization;
using Containerize.Publishing;
using Containerize.Reporting;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>Tells what came of a publish, or would come of it: to people in the log, to other programs in files, and to MSBuild.</summary>
/// <param name="resultFolder">Absolute path of the folder for what other programs read.</param>
internal sealed class OutcomeTelling(string resultFolder, BuildLog log)
{
    /// <summary>Of a destination that failed one error; what is whole is told as if it were alone.</summary>
    /// <param name="report">Absolute path of a report; null where none was written.</param>
    /// <returns>The items ContainerizedImage, one for each destination.</returns>
    public ITaskItem[] Tell(PublishOutcome outcome, string? report = null)
    {
        var results = outcome.Results;
        if (results.Count > 0)
        {
            var file = ResultFile.In(resultFolder);
            var isFirst = !File.Exists(file);
            ResultFile.Write(file, results);
            var others = results.Skip(1).Select(other => $"also {PublishSummary.SayPlace(other)}");
            log.Say(ProjectLine.Join(PublishSummary.SayFirst(results[0]), [.. others, .. RunCommand.FormatLines(results[0], isFirst), .. SayReport(report)]));
        }

        foreach (var line in PublishSummary.FormatDetails(results))
        {
            log.Say(line);
        }

        foreach (var failure in outcome.Failures)
        {
            log.Fail(failure.Code, failure.Message, failure.Place);
            log.Detail(failure.ToString());
        }

        return [.. outcome.Results.Select(Describe)];
    }

    /// <summary>Tells of what would be done: in the log in short, in files beside the result's in full.</summary>
    /// <param name="report">Absolute path of a report; null where none was written.</param>
    public void Tell(ImagePlan plan, string? report = null)
    {
        var path = Path.Join(resultFolder, "plan");
        PlanFile.Write(path, plan);

        // A plan is all that there is to see, so a terminal shows it whole.
        var lines = PlanText.FormatLines(plan, withFiles: false).ToArray();
        log.Say(ProjectLine.Join(lines[0], [.. lines.Skip(1).Select(line => line[2..]), $"in full    {path}.txt", .. SayReport(report)]));
    }

    private static IEnumerable<string> SayReport(string? file) => file is null ? [] : [$"report     {file}"];

    private static TaskItem Describe(PublishResult result)
    {
        var reference = result.References[0];
        var item = new TaskItem(result.Destination.IsShared ? $"{reference}@{result.Top.Digest}" : reference);
        item.SetMetadata("Reference", reference);
        item.SetMetadata("Digest", result.Top.Digest.ToString());
        item.SetMetadata("ConfigDigest", string.Join(';', result.Images.Select(image => image.Config.Digest)));
        item.SetMetadata("MediaType", result.Top.MediaType);
        item.SetMetadata("Platform", string.Join(';', result.Images.Select(image => image.Platform)));
        item.SetMetadata("Size", result.Size.ToString(CultureInfo.InvariantCulture));
        item.SetMetadata("Tags", string.Join(';', result.Tags));
        return item;
    }
}
