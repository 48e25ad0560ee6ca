using Containerize.Diagnostics;

namespace Containerize.Tasks;

/// <summary>
/// A shell that takes a quote for its own hands over half of a list, and MSBuild takes away the quote at its end: what is left is a list like any other.
/// Only the arguments that the program was started with show it, where MSBuild runs in that program.
/// </summary>
internal static class CommandLineLists
{
    private static readonly string[] Properties =
    [
        "ContainerRuntimeIdentifiers", "ContainerImageTags", "ContainerizeCacheFrom", "ContainerizeInsecureRegistry", "ContainerizeRegistryMirror",
        "ContainerizeBuilderArguments",
    ];

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidList"/>.</exception>
    public static void RequireWhole(IEnumerable<string> arguments)
    {
        var faults = new Faults();
        foreach (var argument in arguments)
        {
            var property = Array.Find(Properties, name => argument.Contains(name + "=", StringComparison.OrdinalIgnoreCase));
            if (property is not null && argument.Count(c => c == '"') % 2 != 0)
            {
                faults.Add(ListText.Cut(argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..], property));
            }
        }

        faults.Throw();
    }
}
