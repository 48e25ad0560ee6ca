namespace Containerize.Describing.Secrets;

/// <summary>That there is a secret in a text or a file, without the secret itself: nobody can write down what is not there.</summary>
/// <param name="Line">Counted from 1; 0 where the name of the file said it.</param>
internal sealed record Secret(SecretKind Kind, int Line);
