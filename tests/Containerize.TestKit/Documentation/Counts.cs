namespace Containerize.TestKit.Documentation;

/// <summary>How much of a list is proven, for build/test.sh to print: it names a folder for such sentences, and nobody else sees them.</summary>
public static class Counts
{
    private const string FolderVariable = "CONTAINERIZE_TEST_COUNTS";

    /// <param name="list">Names the file; no other list's.</param>
    /// <param name="sentence">One line.</param>
    public static void Tell(string list, string sentence)
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Join(folder, list + ".txt"), sentence + "\n");
        }
    }
}
