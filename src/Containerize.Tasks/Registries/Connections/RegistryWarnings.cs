using System.Collections.Concurrent;
using Containerize.Diagnostics;

namespace Containerize.Registries.Connections;

/// <summary>Passes on what a registry has to say to its users (distribution spec, "Warnings"): each text once, and not without end.</summary>
internal sealed class RegistryWarnings(string registry, IPublishLog log)
{
    /// <summary>"Miscellaneous persistent warning", the only code the specification allows.</summary>
    private const int Code = 299;

    private const int Most = 8;

    private readonly ConcurrentDictionary<string, bool> told = new(StringComparer.Ordinal);

    /// <summary>Not as a warning of the build: where those are errors, a registry's notice would break it.</summary>
    public void Tell(HttpResponseMessage answer)
    {
        foreach (var warning in answer.Headers.Warning)
        {
            var text = Excerpt.Of(warning.Text.Trim('"'), 200);
            if (warning.Code == Code && text.Length > 0 && told.Count < Most && told.TryAdd(text, true))
            {
                log.Say($"  {registry} says: {text}");
            }
        }
    }
}
