namespace Containerize.Explaining;

/// <summary>A file by its place in an <see cref="ExplainedImage"/>.</summary>
/// <param name="Layer">Counted from 0, the lowest.</param>
/// <param name="Index">In the layer's files.</param>
internal sealed record FilePlace(int Layer, int Index);
