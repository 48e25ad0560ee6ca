using System.Globalization;
using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Images;
using Containerize.Languages;
using Containerize.Oci;

namespace Containerize.Generating;

/// <summary>
/// What the last stage of a Dockerfile says of the image: whatever the direct image's configuration has that its base's has not. One
/// composer makes both, so they cannot differ.
/// </summary>
internal static class FinalStage
{
    private const string UserVariable = "APP_UID";
    private const string VersionLabel = "org.opencontainers.image.version";

    /// <summary>The first of .NET's images with a user of their own, and another port than 80.</summary>
    private const int FirstWithUser = 8;

    /// <param name="from">The base; of .NET's own images what they all have is enough.</param>
    /// <param name="isAssumed">Whether the base's configuration is what all of .NET's have in common, and not read from the image.</param>
    /// <param name="created">For the label that says it, if there is to be one.</param>
    /// <param name="madeVersion">What the label says that a builder is told, until it is; null: whatever it says is right.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.NotInDockerfile"/>.</exception>
    public static IEnumerable<Instruction> Describe(ImageDefinition definition, Image from, bool isAssumed, DateTimeOffset created, string? madeVersion = null)
    {
        var before = from.Config;
        var after = ConfigComposer.Compose(definition, from, created, []);
        yield return new Instruction.WorkingDirectory(definition.WorkingDirectory);
        foreach (var (name, value) in after.EnvironmentVariables.Where(variable => before.Environment(variable.Key) != variable.Value))
        {
            yield return new Instruction.Env(name, Checked(value, $"the ContainerEnvironmentVariable item '{name}'"));
        }

        var labels = after.Labels.Where(label => before.Labels.GetValueOrDefault(label.Key) != label.Value);
        foreach (var (name, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            if (name == VersionLabel && value == madeVersion)
            {
                yield return new Instruction.Arg(MultiStageDockerfile.ImageVersionArgument, value);
                yield return new Instruction.LabelOfArgument(name, MultiStageDockerfile.ImageVersionArgument);
                continue;
            }

            yield return new Instruction.Label(name, Checked(value, $"the label '{name}'"));
        }

        foreach (var port in after.Ports.Except(before.Ports, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            yield return new Instruction.Expose(port);
        }

        foreach (var volume in after.Volumes.Except(before.Volumes, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            yield return new Instruction.Volume(Checked(volume, $"the ContainerVolume item '{volume}'"));
        }

        if (after.StopSignal is { } signal && signal != before.StopSignal)
        {
            yield return new Instruction.StopSignal(signal);
        }

        if (definition.HealthCheck is { } check)
        {
            yield return new Instruction.HealthCheck([.. check.Command.Select(word => Checked(word, "the health check's command"))])
            {
                Options = FormatOptions(check),
            };
        }

        if (UserOf(definition, from, isAssumed) is { } user)
        {
            yield return new Instruction.User(user);
        }

        var own = before.Entrypoint;
        if (!after.Entrypoint.SequenceEqual(own, StringComparer.Ordinal))
        {
            yield return new Instruction.Entrypoint([.. after.Entrypoint.Select(word => Checked(word, "the command line"))]);
        }

        if (!after.Command.SequenceEqual(before.Command, StringComparer.Ordinal) && after.Command.Count > 0)
        {
            yield return new Instruction.Cmd([.. after.Command.Select(word => Checked(word, "the command line"))]);
        }
    }

    /// <summary>As an instruction names the user that containers run as; null where the base has none and we choose none.</summary>
    public static string? UserOf(ImageDefinition definition, Image from, bool isAssumed)
    {
        var user = ConfigComposer.UserOf(definition, from.Config) ?? from.Config.User;
        // .NET's images tell the number themselves, and may one day tell another.
        return isAssumed && user is not null && user == from.Config.Environment(UserVariable) && definition.User is null ? "$" + UserVariable : user;
    }

    /// <summary>What .NET's own images set in common (github.com/dotnet/dotnet-docker, documentation/image-variants.md).</summary>
    /// <param name="frameworkMajor">Of the app's framework: before .NET 8 images had no user, and listened on port 80.</param>
    public static Image AssumeDotnet(ImageReference reference, Platform platform, int frameworkMajor)
    {
        var config = ImageConfig.Empty(platform).ToBuilder();
        config.SetEnvironment("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        if (frameworkMajor >= FirstWithUser)
        {
            config.SetEnvironment(UserVariable, "1654");
            config.SetEnvironment("ASPNETCORE_HTTP_PORTS", "8080");
        }
        else
        {
            config.SetEnvironment("ASPNETCORE_URLS", "http://+:80");
        }

        return new Image { Reference = reference, Config = config.Build() };
    }

    /// <summary>What images of a language have in common: an entrypoint of their own, which ours replaces, and mostly no user.</summary>
    public static Image AssumeLanguage(LanguageApp app, ImageReference reference, Platform platform)
    {
        var config = ImageConfig.Empty(platform).ToBuilder();
        if (app.BaseUser is { } user)
        {
            config.SetText("User", user);
        }

        config.SetEntrypoint(app.BaseEntrypoint);
        return new Image { Reference = reference, Config = config.Build() };
    }

    private static string[] FormatOptions(HealthCheck check) =>
    [
        .. FormatOption("interval", check.Interval),
        .. FormatOption("timeout", check.Timeout),
        .. FormatOption("start-period", check.StartPeriod),
        .. check.Retries is { } retries ? [string.Create(CultureInfo.InvariantCulture, $"--retries={retries}")] : Array.Empty<string>(),
    ];

    private static string[] FormatOption(string name, TimeSpan? time) => time is { } set ? [$"--{name}={HealthCheck.Format(set)}"] : [];

    private static string Checked(string value, string whose) => DockerfileText.CanSay(value)
        ? value
        : throw new ContainerizeException(
            ErrorCodes.NotInDockerfile,
            $"Writing the Dockerfile: {whose} has a line break in it, which no Dockerfile instruction can have. "
            + "Take it out, or publish the image without a Dockerfile.");
}
