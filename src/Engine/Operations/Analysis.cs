using Ronchi.Frames;

namespace Ronchi.Engine.Operations;

/// <summary>A UDF that every face can offer by name.</summary>
/// <remarks>One without parameters derives from this class, one with parameters from <see cref="AnalysisWith{TParameters}"/>.</remarks>
public abstract class Analysis : Operation
{
    /// <summary>Whether it writes frames to files, so that only a face on the user's own machine can offer it.</summary>
    public virtual bool WritesFiles => false;

    /// <summary>
    /// Whether it begins when no more frames will come, of data that are still arriving: it goes over them several times, writes them, or
    /// its parameters or the shape of its results follow from their number. What else goes over them does so as they come.
    /// </summary>
    /// <param name="now">What is there of the data.</param>
    public virtual bool BeginsAtEnd(Arrivals now) => false;

    /// <summary>Pictures that user interfaces offer at one click. None: it is offered with its form alone.</summary>
    public virtual IReadOnlyList<Look> Looks => [];

    /// <summary>Makes the UDF.</summary>
    /// <param name="context">The data that it will run on, and what the face can do for it.</param>
    /// <param name="arguments">Values of its parameters.</param>
    /// <exception cref="ParameterException">A parameter is missing, or does not fit the data.</exception>
    /// <exception cref="ArgumentException">The values do not fit the data or one another.</exception>
    public abstract Udf Create(OperationContext context, Arguments arguments);
}
