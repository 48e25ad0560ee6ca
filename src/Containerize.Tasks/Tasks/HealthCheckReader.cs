using System.Globalization;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Tasks;

/// <summary>Reads the ContainerHealthCheck items and the properties that go with them.</summary>
internal static class HealthCheckReader
{
    private const string TurnedOff = "NONE";

    /// <param name="words">The command; none: the base decides.</param>
    /// <param name="isLast">Whether no target can add a command any more.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static HealthCheck? Read(string[] words, ImageProperties properties, bool isLast)
    {
        var faults = new Faults();
        var check = new HealthCheck(words is [TurnedOff] ? [] : words)
        {
            Interval = faults.Read(() => ReadDuration(properties, "HealthCheckInterval"), null),
            Timeout = faults.Read(() => ReadDuration(properties, "HealthCheckTimeout"), null),
            StartPeriod = faults.Read(() => ReadDuration(properties, "HealthCheckStartPeriod"), null),
            Retries = faults.Read(() => ReadRetries(properties["HealthCheckRetries"]), null),
        };
        if (isLast && words.Length == 0 && (faults.Any || check is not { Interval: null, Timeout: null, StartPeriod: null, Retries: null }))
        {
            faults.Add(new ContainerizeException(
                ErrorCodes.InvalidOption,
                "Reading ContainerHealthCheckInterval and its like: there is no ContainerHealthCheck item that says which command they are for. "
                + "Add one, for example <ContainerHealthCheck Include=\"dotnet;/app/Probe.dll\" />."));
        }

        faults.Throw();
        return words.Length > 0 ? check : null;
    }

    private static TimeSpan? ReadDuration(ImageProperties properties, string name) => properties[name] switch
    {
        null => null,
        var text => HealthCheck.ParseDuration(text)
            ?? throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading Container{name}: '{Excerpt.Of(text)}' is not a duration. Use a number with a unit, such as 30s, 1m30s or 500ms."),
    };

    private static int? ReadRetries(string? text) => text switch
    {
        null => null,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        _ => throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerHealthCheckRetries: '{Excerpt.Of(text)}' is not a number of attempts. Use 1 or more."),
    };
}
