namespace Containerize.Dockerfiles.Rules;

/// <summary>An instruction in its place.</summary>
/// <param name="Index">Within the stage.</param>
internal sealed record Site<T>(Dockerfile File, Stage Stage, int Index, T Instruction)
    where T : Instruction
{
    /// <summary>What was done when this instruction's turn comes: the stages' that this one is based on, then its own.</summary>
    public IEnumerable<Instruction> Before
        => Walk.Lineage(File, Stage).SkipLast(1).SelectMany(stage => stage.Instructions).Concat(Stage.Instructions.Take(Index));

    public Fault Fault(string what) => new($"stage {Stage.Name}, instruction {Index + 1} ({Instruction.GetType().Name})", what);
}
