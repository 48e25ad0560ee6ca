using System.Runtime.ExceptionServices;

namespace Containerize.Diagnostics;

/// <summary>
/// What is wrong in what is being read. A step that fails gives way to a value that does no harm, and reading goes on, so that who made eight mistakes is told
/// of eight. Nothing is made of those values: in the end all faults are thrown as one. What several steps say alike is one fault.
/// </summary>
internal sealed class Faults
{
    private readonly List<ContainerizeException> found = [];

    /// <summary>Whether anything is wrong so far.</summary>
    public bool Any => found.Count > 0;

    /// <param name="otherwise">What to go on with: of no other step's faults it may be the cause.</param>
    public T Read<T>(Func<T> step, T otherwise)
    {
        try
        {
            return step();
        }
        catch (ContainerizeException e)
        {
            Add(e);
            return otherwise;
        }
    }

    /// <summary>The values of those that are right.</summary>
    public IReadOnlyList<TValue> ReadEach<TItem, TValue>(IEnumerable<TItem> items, Func<TItem, TValue> step)
    {
        var values = new List<TValue>();
        foreach (var item in items)
        {
            Try(() => values.Add(step(item)));
        }

        return values;
    }

    public void Try(Action step)
    {
        try
        {
            step();
        }
        catch (ContainerizeException e)
        {
            Add(e);
        }
    }

    public void Add(ContainerizeException fault)
    {
        foreach (var one in fault.All)
        {
            if (!found.Exists(other => other.Code == one.Code && other.Message == one.Message && other.Place == one.Place))
            {
                found.Add(one);
            }
        }
    }

    /// <exception cref="ContainerizeException">The first, and in it the others, in the order in which they were found. None: nothing is wrong.</exception>
    public void Throw()
    {
        switch (found)
        {
            case []:
                return;
            case [var only]:
                ExceptionDispatchInfo.Throw(only);
                return;
            case [var first, .. var others]:
                throw new ContainerizeException(first.Code, first.Message, first) { Place = first.Place, Others = others };
        }
    }
}
