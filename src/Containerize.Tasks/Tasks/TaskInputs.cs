namespace Containerize.Tasks;

/// <summary>Which of what a task is given names files that it reads, by what MSBuild's own tasks do.</summary>
internal static class TaskInputs
{
    /// <summary>Tasks that only look at names, or only write: what they are given need not be there.</summary>
    private static readonly HashSet<string> OfNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "AssignCulture", "AssignProjectConfiguration", "AssignTargetPath", "CallTarget", "CheckForDuplicateItems", "CollectPackageReferences",
        "ConvertToAbsolutePath", "CreateItem", "CreateProperty", "Delete", "Error", "FilterDeletedItems", "FindAppConfigFile", "FindUnderPath",
        "GetUntrackedFiles", "JoinItems", "MakeDir", "Message", "MSBuild", "RemoveDir", "RemoveDuplicates", "Telemetry", "Touch", "Warning", "WriteLinesToFile",
        "CheckForDuplicateFrameworkReferences", "CheckForImplicitPackageReferenceOverrides",
    };

    private static readonly HashSet<string> Written = new(StringComparer.OrdinalIgnoreCase)
    {
        "DestinationFile", "DestinationFiles", "DestinationFolder", "OutputAssembly", "OutputFile", "OutputFiles", "PdbFile",
    };

    /// <param name="task">Its name, without a namespace.</param>
    public static bool AreReadBy(string task) => !OfNames.Contains(task);

    /// <param name="parameter">Its name.</param>
    public static bool AreReadFrom(string parameter) => !Written.Contains(parameter);
}
