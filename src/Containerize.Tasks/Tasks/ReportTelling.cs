using Containerize.Explaining;

namespace Containerize.Tasks;

/// <summary>What a report is called, and what is said of it.</summary>
internal static class ReportTelling
{
    /// <summary>A line that a terminal shows of a project.</summary>
    public static string Say(string projectName, Explanation explanation, string file)
    {
        var layers = explanation.Images.SelectMany(image => image.Layers).ToArray();
        var files = layers.Sum(layer => layer.Files?.Count ?? 0);
        var size = ByteSize.Format(layers.Sum(layer => layer.Size));
        return $"{projectName} -> {file} ({Counted.Of(layers.Length, "layer")}, {Counted.Of(files, "file")}, {size})";
    }

    /// <summary>For a file's name.</summary>
    public static string NameOnDisk(string name)
    {
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-')).Trim('.', '-');
        return safe.Length > 100 ? safe[..100] : safe;
    }
}
