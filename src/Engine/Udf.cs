using Ronchi.Frames;

namespace Ronchi.Engine;

/// <summary>A user-defined function: declares results, then fills them tile by tile on all workers.</summary>
/// <remarks>
/// One instance serves all workers, so it holds only what does not change during a run; what a worker needs for
/// itself comes from <see cref="CreateTaskData"/>. The engine calls <see cref="Process"/> for every tile of the
/// selected frames, each frame once, in no particular order.
/// </remarks>
public abstract class Udf
{
    /// <summary>What the UDF is called in messages.</summary>
    public abstract string Name { get; }

    /// <summary>Tile forms that <see cref="Process"/> understands, the preferred one first.</summary>
    public virtual IReadOnlyList<TileForm> Forms => [TileForm.Pixels];

    /// <summary>Detector pixels that <see cref="Process"/> reads; the others may hold anything. Null: all.</summary>
    public virtual PixelSet? Support(DataDescription data) => null;

    /// <summary>Declares the results.</summary>
    /// <exception cref="ArgumentException">The UDF cannot run on such data; the message says why and what to do.</exception>
    public abstract IReadOnlyList<BufferDeclaration> Declare(DataDescription data);

    /// <summary>Makes what one worker keeps for itself during a run: tables, scratch memory. Disposed after the run if it is disposable.</summary>
    public virtual object? CreateTaskData(DataDescription data, TileForm form) => null;

    /// <summary>Adds a tile to the results.</summary>
    /// <param name="tile">Some frames, in one of <see cref="Forms"/>.</param>
    /// <param name="task">The worker's buffers and task data.</param>
    public abstract void Process(in Tile tile, UdfTask task);

    /// <summary>Adds what another worker has found. The default follows each buffer's <see cref="MergeRule"/>.</summary>
    public virtual void Merge(UdfTask into, UdfTask from)
    {
        for (var i = 0; i < into.Buffers.Length; i++)
        {
            if (into.Buffers[i].Declaration is { Kind: not ResultKind.Scan, Use: not BufferUse.ResultOnly })
                into.Buffers[i].MergeFrom(from.Buffers[i]);
        }
    }

    /// <summary>Makes the results from the merged buffers. The default returns all that are not private, unchanged.</summary>
    /// <param name="merged">Buffers of the whole data set, and which positions they hold.</param>
    /// <exception cref="InvalidOperationException">The default is used although a buffer is declared <see cref="BufferUse.ResultOnly"/>.</exception>
    public virtual IReadOnlyList<ResultArray> GetResults(UdfTask merged)
    {
        var results = new List<ResultArray>();
        foreach (var buffer in merged.Buffers)
        {
            if (buffer.Declaration.Use == BufferUse.ResultOnly)
                throw new InvalidOperationException($"'{Name}' declares '{buffer.Declaration.Name}' as made by {nameof(GetResults)}, but does not override it.");
            if (buffer.Declaration.Use != BufferUse.Private)
                results.Add(ResultArray.Of(buffer, merged.Data.Shape));
        }

        return results;
    }
}
