namespace Containerize.BaseImages;

/// <summary>
/// Which version of a framework .NET's host takes for an app (github.com/dotnet/runtime, docs/design/features/framework-version-resolution.md).
/// </summary>
internal static class FrameworkResolution
{
    /// <param name="offered">What is installed.</param>
    /// <param name="wanted">The least that the app asks for.</param>
    /// <param name="rollForward">The app's policy; null or a word that is none: the default.</param>
    public static bool Serves(InferenceVersion offered, InferenceVersion wanted, string? rollForward) => rollForward?.ToLowerInvariant() switch
    {
        "disable" => offered.OrderAgainst(wanted) == 0,
        "latestpatch" => (offered.Major, offered.Minor) == (wanted.Major, wanted.Minor) && offered.OrderAgainst(wanted) >= 0,
        "major" or "latestmajor" => offered.OrderAgainst(wanted) >= 0,
        _ => offered.Major == wanted.Major && offered.OrderAgainst(wanted) >= 0,
    };
}
