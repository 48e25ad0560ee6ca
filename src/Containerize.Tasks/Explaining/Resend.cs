namespace Containerize.Explaining;

/// <summary>What would be sent anew if something changed.</summary>
/// <param name="What">What changes: a package, the app, the base.</param>
/// <param name="Layers">Layers that change with it, counted from 0, the lowest.</param>
/// <param name="Bytes">Of their blobs; of one that has not been compressed yet, of its files.</param>
/// <param name="IsExact">Whether all of the bytes are those of blobs.</param>
internal sealed record Resend(string What, IReadOnlyList<int> Layers, long Bytes, bool IsExact);
