using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>What happens to frames between a source and those who read them: frame operations, one behind the other.</summary>
/// <param name="Steps">The operations, the first one first.</param>
public sealed record ReadPath(params ImmutableArray<OperationCall<FrameOperation>> Steps)
{
    /// <summary>Frames as they are stored.</summary>
    public static ReadPath Direct { get; } = new();

    /// <summary>What the face can do for an operation on a source; null: nothing, no files are read.</summary>
    public Func<IFrameSource, OperationContext>? ContextOf { get; init; }

    /// <summary>Takes sentences on what was decided on the way. Null: nobody listens.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Whether frames stay as they are.</summary>
    public bool IsDirect => Steps.IsEmpty;

    /// <summary>The steps as they are stored: equal paths have equal JSON.</summary>
    public JsonArray ToJson() => [.. Steps.Select(static step => step.ToJson())];

    /// <summary>Puts the steps behind a source, which they then own.</summary>
    /// <exception cref="ParameterException">A parameter of a step is missing, or does not fit the data; the source is disposed.</exception>
    /// <exception cref="ArgumentException">A step does not fit the data; the source is disposed.</exception>
    public IFrameSource From(IFrameSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            foreach (var step in Steps)
            {
                var context = ContextOf?.Invoke(source) ?? new OperationContext(DataDescription.Of(source));
                source = step.Operation.Derive(source, context, step.Arguments);
                foreach (var note in context.Notes)
                    Note?.Invoke(note);
            }

            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }
}
