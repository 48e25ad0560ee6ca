using System.Globalization;
using System.Text.RegularExpressions;
using Containerize.Host;
using Containerize.Oci;

namespace Containerize.Composing;

/// <summary>A service as it stands in the file, without the user's own lines.</summary>
/// <param name="Project">Path of the project's file below the compose file's folder, with slashes.</param>
internal sealed partial record ServiceBlock(string Name, string Project, IReadOnlyList<ServicePart> Parts)
{
    /// <summary>Columns before a key of a service.</summary>
    public const int KeyIndent = 4;

    /// <summary>The key that publishes ports.</summary>
    public const string Ports = "ports";

    private const string Build = "build";
    private const string Volumes = "volumes";

    public IEnumerable<PublishedPort> PublishedPorts => LinesOf(Ports).Select(PublishedPort.Read).OfType<PublishedPort>();

    /// <summary>Names of the volumes that it mounts.</summary>
    public IEnumerable<string> VolumeNames
        => LinesOf(Volumes).Select(line => VolumeLine().Match(line)).Where(found => found.Success).Select(found => found.Groups["name"].Value);

    /// <summary>Names of the secrets that its build takes; nothing else of a build is a list.</summary>
    public IEnumerable<string> SecretNames
        => LinesOf(Build).Select(line => line.Trim()).Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..]);

    /// <param name="folder">Where the compose file lies; absolute.</param>
    public static ServiceBlock Create(ComposeService service, string folder, IReadOnlyList<PublishedPort> ports)
        => new(service.Name, Relative(folder, service.Project), [.. ListParts(service, folder, ports).Where(part => part.Lines.Count > 0)]);

    /// <summary>As a path is written on every system.</summary>
    public static string Relative(string folder, string path) => PathText.ToSlashes(Path.GetRelativePath(folder, path));

    /// <summary>Without what somebody says otherwise.</summary>
    public ServiceBlock Without(IReadOnlySet<string> keys) => this with { Parts = [.. Parts.Where(part => !keys.Contains(part.Key))] };

    private static IEnumerable<ServicePart> ListParts(ComposeService service, string folder, IReadOnlyList<PublishedPort> ports)
    {
        yield return new("image", [$"    image: {Format(service.Image)}"]);
        yield return new(Build, [.. FormatBuild(service, folder)]);
        yield return new("platform", service.Platform is { } platform ? [$"    platform: {Format(platform)}"] : []);
        yield return new(Ports, FormatList(Ports, ports.Select(port => YamlText.Quote(port.ToString()))));
        // In quotes whatever they are: a truth and a number are no values of variables, and nothing is the value that the shell has.
        yield return new("environment", FormatBelow("environment", service.Environment.Select(variable => $"{Format(variable.Key)}: {Quote(variable.Value)}")));
        yield return new("healthcheck", FormatBelow("healthcheck", service.HealthCheck is { } check ? FormatCheck(check) : []));
        var names = new VolumeNaming(service.Name);
        yield return new(Volumes, FormatList(Volumes, service.Volumes.Select(path => Format($"{names.Next(path)}:{path}"))));
    }

    private static IEnumerable<string> FormatBuild(ComposeService service, string folder)
    {
        yield return "    build:";
        yield return $"      context: {Format(Relative(folder, service.ContextFolder))}";
        // To compose a Dockerfile lies below the context (compose-spec, build.md).
        yield return $"      dockerfile: {Format(Relative(service.ContextFolder, service.Dockerfile))}";
        if (service.Secrets.Count > 0)
        {
            yield return "      secrets:";
            foreach (var secret in service.Secrets)
            {
                yield return $"        - {YamlText.FormatScalar(secret)}";
            }
        }
    }

    private static IEnumerable<string> FormatCheck(HealthCheck check)
    {
        if (check.Command.Count == 0)
        {
            yield return "disable: true";
            yield break;
        }

        yield return $"test: [{string.Join(", ", check.Command.Prepend("CMD").Select(Quote))}]";
        foreach (var (name, time) in new[] { ("interval", check.Interval), ("timeout", check.Timeout), ("start_period", check.StartPeriod) })
        {
            if (time is { } set)
            {
                yield return $"{name}: {HealthCheck.Format(set)}";
            }
        }

        if (check.Retries is { } retries)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"retries: {retries}");
        }
    }

    private static IReadOnlyList<string> FormatList(string key, IEnumerable<string> values) => FormatBelow(key, values.Select(value => $"- {value}"));

    private static IReadOnlyList<string> FormatBelow(string key, IEnumerable<string> lines)
    {
        string[] below = [.. lines.Select(line => $"      {line}")];
        return below.Length == 0 ? [] : [$"    {key}:", .. below];
    }

    private static string Format(string text) => YamlText.FormatScalar(Double(text));

    private static string Quote(string text) => YamlText.Quote(Double(text));

    /// <summary>Compose takes <c>$</c> for the beginning of a variable of the shell's (compose-spec, interpolation).</summary>
    private static string Double(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    private IEnumerable<string> LinesOf(string key) => Parts.Where(part => part.Key == key).SelectMany(part => part.Lines);

    [GeneratedRegex("^\\s*- \"?(?<name>[A-Za-z0-9._-]+):/", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex VolumeLine();
}
