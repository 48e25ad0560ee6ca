namespace Containerize.Describing.Secrets;

/// <summary>Finds secrets in what the project says itself: everybody who has the image can read its configuration and its manifest.</summary>
internal static class SecretValues
{
    public static IEnumerable<SecretFinding> Find(ImageDefinition definition)
    {
        var named = definition.Environment.Select(pair => ("variable", pair.Key, pair.Value))
            .Concat(definition.Labels.Select(pair => ("label", pair.Key, pair.Value)))
            .Concat(definition.Annotations.Concat(definition.IndexAnnotations).Distinct().Select(pair => ("annotation", pair.Key, pair.Value)));
        var words = WordsOf(definition).SelectMany(command => command.Words.Select(word => ("command", command.Name, word)));
        foreach (var (what, name, value) in named.Concat(words).Where(entry => !definition.SecretScan.Allows(entry.Item2)))
        {
            if (SecretText.Find(value).Select(secret => (SecretKind?)secret.Kind).FirstOrDefault() is { } kind)
            {
                yield return new SecretFinding(
                    $"Looking for secrets: the {what} {name} holds {SecretWording.Describe(kind)}, and whoever gets the image can read it. "
                        + WhatToDo,
                    Place: null);
            }
            else if (what != "command" && SecretName.Is(name) && !Placeholder.IsNoSecret(value))
            {
                yield return new SecretFinding(
                    $"Looking for secrets: the {what} {name} is named like a secret and has a value, and whoever gets the image can read it. "
                        + WhatToDo,
                    Place: null);
            }
        }
    }

    private static string WhatToDo
        => "Give it to the container when it starts; if it is meant to be in the image, name it in ContainerizeSecretScanAllow.";

    private static IEnumerable<(string Name, IReadOnlyList<string> Words)> WordsOf(ImageDefinition definition) =>
    [
        ("ContainerAppCommand", definition.CommandLine.AppCommand),
        ("ContainerAppCommandArgs", definition.CommandLine.AppCommandArgs),
        ("ContainerEntrypoint", definition.CommandLine.Entrypoint),
        ("ContainerEntrypointArgs", definition.CommandLine.EntrypointArgs),
        ("ContainerDefaultArgs", definition.CommandLine.DefaultArgs),
        ("ContainerHealthCheck", definition.HealthCheck?.Command ?? []),
    ];
}
