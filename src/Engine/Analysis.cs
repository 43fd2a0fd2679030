namespace Ronchi.Engine;

/// <summary>A UDF that every face can offer by name: what it is called, what it does, and what it asks for.</summary>
public abstract class Analysis
{
    /// <summary>Its name in commands and addresses: <c>virtual-image</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it computes, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>What it asks for; every face makes its options from these.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Makes the UDF.</summary>
    /// <param name="data">The data that it will run on.</param>
    /// <param name="arguments">What was given for the parameters.</param>
    /// <exception cref="FormatException">A text does not follow the form that its parameter expects.</exception>
    /// <exception cref="ArgumentException">The values do not fit the data or one another.</exception>
    public abstract Udf Create(DataDescription data, AnalysisArguments arguments);
}
