namespace Containerize.Describing.Secrets;

/// <param name="File">Its place in the list of files that were looked at.</param>
internal sealed record SecretInFile(int File, Secret Secret);
