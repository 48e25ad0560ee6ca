namespace Containerize.Layering;

/// <summary>Names of owners.</summary>
internal static class FileOwner
{
    /// <summary>The user that containers of the image run as, whoever that is.</summary>
    public const string App = "app";
}
