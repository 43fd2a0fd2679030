using Ronchi.Engine.Plan;
using Ronchi.Engine.Run;
using Ronchi.Frames;

namespace Ronchi.Engine.Lazy;

/// <summary>
/// The results of a UDF that is run when they are asked for, in one pass with others of the same frames that are asked for then.
/// </summary>
public sealed class LazyRun : LazyNode
{
    internal LazyRun(LazySource source, Udf udf, ScanSelection selection)
    {
        Source = source;
        Udf = udf;
        Selection = selection;
        Declarations = [.. new UdfPlan(udf, DataDescription.Of(source.Source), selection.Recorded(source.Source.Validity)).Declarations];
    }

    /// <summary>The UDF.</summary>
    public Udf Udf { get; }

    /// <summary>The scan positions that it visits.</summary>
    public ScanSelection Selection { get; }

    /// <summary>What it computes.</summary>
    public IReadOnlyList<BufferDeclaration> Declarations { get; }

    /// <inheritdoc/>
    public override bool HasBegun => Pass is { Work: { IsFaulted: false, IsCanceled: false }, IsAbandoned: false };

    internal LazySource Source { get; }

    /// <summary>Runs with the same key go over the frames together.</summary>
    internal (LazySource, ScanSelection) Key => (Source, Selection);

    internal LazyPass? Pass { get; set; }

    internal int Number { get; set; }

    internal override Task Work => Pass!.Work;

    /// <summary>A result as it is: with its mask of valid values.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public LazyValue<ResultArray> Result(string name)
    {
        var declaration = Declared(name);
        return LazyValue<ResultArray>.Of([this], () => Pass!.Results.Of(Number).First(result => result.Name == declaration.Name));
    }

    /// <summary>A result as an array to calculate with; entries that are not valid are NaN, or 0 where the type has no NaN.</summary>
    /// <typeparam name="T">A type that holds the result's values: <see cref="double"/> holds all real ones,
    /// <see cref="System.Numerics.Complex"/> all.</typeparam>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is none of that name, or it does not hold numbers that <typeparamref name="T"/>
    /// holds.</exception>
    public LazyArray<T> Array<T>(string name)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        var declaration = Declared(name);
        ResultValues.Check<T>(declaration.Name, declaration.ElementType);
        IReadOnlyList<LazyNode> inputs = [Result(name)];
        var result = (LazyValue<ResultArray>)inputs[0];
        return new(declaration.Shape(Source.Source.Shape), () => ResultValues.Of<T>(result.Value), inputs);
    }

    internal override void Begin()
    {
        // The pass has begun.
    }

    private BufferDeclaration Declared(string name) =>
        Declarations.FirstOrDefault(declared => declared.Name == name && declared.Use != BufferUse.Private)
            ?? throw new ArgumentException(
                $"'{Udf.Name}' has no result '{name}', only {string.Join(", ", ResultNames())}.", nameof(name));

    private IEnumerable<string> ResultNames() =>
        Declarations.Where(static declared => declared.Use != BufferUse.Private).Select(static declared => $"'{declared.Name}'");
}
