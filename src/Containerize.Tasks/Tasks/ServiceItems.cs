using System.Globalization;
using Containerize.Composing;
using Containerize.Oci;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tasks;

/// <summary>
/// Services of a compose file on their way from one project of a build to another. Lists have a line for each entry, since what a Dockerfile can say, and a
/// path, has no line break.
/// </summary>
internal static class ServiceItems
{
    private const string FileName = "ComposeFile";
    private const char LineEnd = '\n';

    /// <param name="composeFile">Absolute path of the file that it goes into.</param>
    public static ITaskItem Create(ComposeService service, string composeFile)
    {
        var item = new TaskItem(GeneratedItems.Escape(service.Name));
        Set(FileName, composeFile);
        Set(nameof(ComposeService.Project), service.Project);
        Set(nameof(ComposeService.ContextFolder), service.ContextFolder);
        Set(nameof(ComposeService.Dockerfile), service.Dockerfile);
        Set(nameof(ComposeService.Image), service.Image);
        Set(nameof(ComposeService.Platform), service.Platform ?? string.Empty);
        SetList(nameof(ComposeService.Ports), service.Ports);
        SetList(nameof(ComposeService.Environment), service.Environment.Select(variable => $"{variable.Key}={variable.Value}"));
        SetList(nameof(ComposeService.Volumes), service.Volumes);
        SetList(nameof(ComposeService.Secrets), service.Secrets);
        if (service.HealthCheck is { } check)
        {
            SetList(nameof(HealthCheck.Command), check.Command);
            Set(nameof(HealthCheck.Interval), Format(check.Interval));
            Set(nameof(HealthCheck.Timeout), Format(check.Timeout));
            Set(nameof(HealthCheck.StartPeriod), Format(check.StartPeriod));
            Set(nameof(HealthCheck.Retries), check.Retries?.ToString(CultureInfo.InvariantCulture) ?? string.Empty);
            Set(nameof(ComposeService.HealthCheck), "true");
        }

        return item;

        void Set(string name, string value) => item.SetMetadata(name, GeneratedItems.Escape(value));

        // The end of each is told, since one of them may be empty.
        void SetList(string name, IEnumerable<string> values) => Set(name, string.Concat(values.Select(value => value + LineEnd)));
    }

    public static string ComposeFileOf(ITaskItem item) => item.GetMetadata(FileName);

    public static ComposeService Read(ITaskItem item)
    {
        return new ComposeService
        {
            Name = item.ItemSpec,
            Project = item.GetMetadata(nameof(ComposeService.Project)),
            ContextFolder = item.GetMetadata(nameof(ComposeService.ContextFolder)),
            Dockerfile = item.GetMetadata(nameof(ComposeService.Dockerfile)),
            Image = item.GetMetadata(nameof(ComposeService.Image)),
            Platform = Get(nameof(ComposeService.Platform)),
            Ports = GetList(nameof(ComposeService.Ports)),
            Environment = [.. GetList(nameof(ComposeService.Environment)).Select(ReadVariable)],
            Volumes = GetList(nameof(ComposeService.Volumes)),
            Secrets = GetList(nameof(ComposeService.Secrets)),
            HealthCheck = Get(nameof(ComposeService.HealthCheck)) is null ? null : new HealthCheck(GetList(nameof(HealthCheck.Command)))
            {
                Interval = HealthCheck.ParseDuration(item.GetMetadata(nameof(HealthCheck.Interval))),
                Timeout = HealthCheck.ParseDuration(item.GetMetadata(nameof(HealthCheck.Timeout))),
                StartPeriod = HealthCheck.ParseDuration(item.GetMetadata(nameof(HealthCheck.StartPeriod))),
                Retries = Get(nameof(HealthCheck.Retries)) is { } retries ? int.Parse(retries, CultureInfo.InvariantCulture) : null,
            },
        };

        string? Get(string name) => item.GetMetadata(name) is { Length: > 0 } value ? value : null;

        string[] GetList(string name) => item.GetMetadata(name).Split(LineEnd)[..^1];
    }

    private static string Format(TimeSpan? time) => time is { } set ? HealthCheck.Format(set) : string.Empty;

    private static KeyValuePair<string, string> ReadVariable(string text)
    {
        var end = text.IndexOf('=', StringComparison.Ordinal);
        return KeyValuePair.Create(text[..end], text[(end + 1)..]);
    }
}
