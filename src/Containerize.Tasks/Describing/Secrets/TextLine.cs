namespace Containerize.Describing.Secrets;

/// <param name="Number">Counted from 1.</param>
internal sealed record TextLine(string Text, int Number);
