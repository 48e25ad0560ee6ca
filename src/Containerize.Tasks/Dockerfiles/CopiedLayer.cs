namespace Containerize.Dockerfiles;

/// <summary>A layer that the last stage copies.</summary>
/// <param name="Name">Of its folder.</param>
/// <param name="Target">Absolute path in the image, with a slash at its end.</param>
/// <param name="Owner">Whose its files become; null: root's.</param>
internal sealed record CopiedLayer(string Name, string Target, string? Owner = null);
