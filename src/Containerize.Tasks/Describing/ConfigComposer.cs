using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Describing;

/// <summary>The image's configuration: the base's, with what the definition says laid over it.</summary>
internal static class ConfigComposer
{
    /// <param name="layers">Ours, lowest first.</param>
    public static ImageConfig Compose(
        ImageDefinition definition,
        Image from,
        DateTimeOffset created,
        IReadOnlyList<LayerRecord> layers)
    {
        var config = from.Config.ToBuilder();
        foreach (var (name, value) in VariableValues.Create(definition, from.Config))
        {
            config.SetEnvironment(name, value);
        }

        // Ports and user may be told by variables, the base's as well as ours.
        var withVariables = config.Build();

        foreach (var (name, value) in CreateLabels(definition, from, created))
        {
            config.SetLabel(name, value);
        }

        foreach (var port in definition.Ports.Concat(definition.IsWeb ? PortInference.Infer(withVariables) : []))
        {
            config.AddPort(port);
        }

        foreach (var volume in definition.Volumes)
        {
            config.AddVolume(volume);
        }

        if (UserOf(definition, withVariables) is { } user)
        {
            config.SetText("User", user);
        }

        if (definition.StopSignal is { } signal)
        {
            config.SetText("StopSignal", signal);
        }

        if (definition.HealthCheck is { } check)
        {
            config.SetHealthCheck(check);
        }

        config.SetText("WorkingDir", definition.WorkingDirectory);
        SetCommand(definition, from.Config.Entrypoint, config);
        config.AddLayers(created, layers);
        return config.Build();
    }

    /// <param name="own">The base's entrypoint.</param>
    private static void SetCommand(ImageDefinition definition, IReadOnlyList<string> own, ImageConfigBuilder config)
    {
        // Some of .NET's own images start 'dotnet' itself: that is no entrypoint to hand arguments to.
        var (entrypoint, command) = definition.CommandLine.Resolve(own is ["dotnet"] or ["/usr/bin/dotnet"] ? [] : own);
        if (!ReferenceEquals(entrypoint, own))
        {
            config.SetEntrypoint(entrypoint);
        }

        if (command.Count > 0)
        {
            config.SetCommand(command);
        }
    }

    /// <summary>
    /// The user's choice, else the base's, else the unprivileged user that .NET's images name in APP_UID and leave to be chosen, or that of the app's language.
    /// </summary>
    public static string? UserOf(ImageDefinition definition, ImageConfig config)
    {
        if (definition.User is { } wanted)
        {
            return VariableText.Expand(wanted, config.Environment);
        }

        var isRoot = config.User is null or "" or "root" or "0" or "0:0" or "root:root";
        return isRoot ? config.Environment("APP_UID") ?? definition.App?.User : null;
    }

    private static IEnumerable<KeyValuePair<string, string>> CreateLabels(ImageDefinition definition, Image from, DateTimeOffset created)
    {
        var generated = definition.GeneratedLabels;
        if (generated.Created)
        {
            yield return new("org.opencontainers.image.created", ImageConfig.FormatTime(created));
        }

        if (from.Reference is { } reference)
        {
            if (generated.BaseName)
            {
                yield return new("org.opencontainers.image.base.name", reference.ToString());
            }

            if (generated.BaseDigest)
            {
                yield return new("org.opencontainers.image.base.digest", from.Digest!.ToString());
            }
        }

        foreach (var label in definition.Labels)
        {
            yield return label;
        }
    }
}
