using System.Reflection;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;

namespace Ronchi.Engine.Operations;

/// <summary>Which types parameters may have.</summary>
internal static class ParameterTypes
{
    /// <summary>The types, for messages.</summary>
    public const string Known = "numbers, bool, string, an enum, (double Row, double Column), or float[] for a .npy file";

    /// <summary>How values of a type are read and written; null: they cannot be parameters.</summary>
    /// <param name="type">The type of a member or of a constructor's parameter, nullable or not.</param>
    public static ParameterType? Find(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(int) || type == typeof(long) || type == typeof(float) || type == typeof(double))
            return new NumberType(type);
        if (type == typeof(bool))
            return new SwitchType();
        if (type == typeof(string))
            return new TextType();
        if (type.IsEnum)
            return new ChoiceType(type);
        if (type == typeof((double, double)))
            return new PairType();
        if (type == typeof(float[]))
            return new ArrayType();
        if (type == typeof(FilePath))
            return new WrittenType<FilePath>();
        if (type == typeof(AxisLengths))
            return new WrittenType<AxisLengths>();
        if (type == typeof(StoredType))
            return new WrittenType<StoredType>();
        if (type == typeof(ParameterList<FilePath>))
            return new ListType.Of<FilePath>(new WrittenType<FilePath>());
        if (type == typeof(ParameterList<int>))
            return new ListType.Of<int>(new NumberType(typeof(int)));
        if (type == typeof(ParameterList<double>))
            return new ListType.Of<double>(new NumberType(typeof(double)));
        if (type == typeof(ParameterList<string>))
            return new ListType.Of<string>(new TextType());
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ParameterList<>)
            ? type.GetGenericArguments()[0].GetCustomAttribute<ParameterValueAttribute>()?.Several
            : type.GetCustomAttribute<ParameterValueAttribute>()?.One;
    }
}
