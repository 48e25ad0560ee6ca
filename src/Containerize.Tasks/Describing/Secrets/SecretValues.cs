namespace Containerize.Describing.Secrets;

/// <summary>Finds secrets in what the project says itself: everybody who has the image can read its configuration and its manifest.</summary>
internal static class SecretValues
{
    public static IEnumerable<SecretFinding> Find(ImageDefinition definition)
    {
        foreach (var (what, name, value) in List(definition).Where(entry => !definition.SecretScan.Allows(entry.Name)))
        {
            if (SecretText.Find(value) is [var secret, ..])
            {
                yield return new SecretFinding(
                    $"Looking for secrets: the {what} {name} holds {SecretWording.Describe(secret.Kind)}, and whoever gets the image can read it. "
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

    private static List<Value> List(ImageDefinition definition)
    {
        var found = new List<Value>();
        AddPairs("variable", definition.Environment);
        AddPairs("label", definition.Labels);
        AddPairs("annotation", definition.Annotations);
        AddPairs("annotation", definition.IndexAnnotations);
        AddWords("ContainerAppCommand", definition.CommandLine.AppCommand);
        AddWords("ContainerAppCommandArgs", definition.CommandLine.AppCommandArgs);
        AddWords("ContainerEntrypoint", definition.CommandLine.Entrypoint);
        AddWords("ContainerEntrypointArgs", definition.CommandLine.EntrypointArgs);
        AddWords("ContainerDefaultArgs", definition.CommandLine.DefaultArgs);
        AddWords("ContainerHealthCheck", definition.HealthCheck?.Command ?? []);
        return found;

        void AddPairs(string what, IEnumerable<KeyValuePair<string, string>> pairs)
        {
            foreach (var (name, value) in pairs)
            {
                found.Add(new Value(what, name, value));
            }
        }

        void AddWords(string name, IReadOnlyList<string> words)
        {
            foreach (var word in words)
            {
                found.Add(new Value("command", name, word));
            }
        }
    }

    private sealed record Value(string What, string Name, string Text);
}
