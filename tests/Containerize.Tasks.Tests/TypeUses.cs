using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Containerize.Tests;

/// <summary>Which types of its own assembly a type uses in its base, its members' signatures and its code.</summary>
internal sealed class TypeUses : ISignatureTypeProvider<object?, object?>
{
    private const int TwoByteMark = 0xFE;

    /// <summary>What follows each instruction (ECMA-335, partition III), from the framework's own table.</summary>
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    private readonly MetadataReader metadata;
    private readonly HashSet<TypeDefinitionHandle> found = [];

    private TypeUses(MetadataReader metadata) => this.metadata = metadata;

    public static IReadOnlySet<TypeDefinitionHandle> Of(MetadataReader metadata, PEReader image, TypeDefinition type)
    {
        var uses = new TypeUses(metadata);
        uses.Take(type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            uses.Take(metadata.GetInterfaceImplementation(implemented).Interface);
        }

        foreach (var field in type.GetFields())
        {
            metadata.GetFieldDefinition(field).DecodeSignature(uses, null);
        }

        foreach (var handle in type.GetMethods())
        {
            var method = metadata.GetMethodDefinition(handle);
            method.DecodeSignature(uses, null);
            if (method.RelativeVirtualAddress != 0)
            {
                uses.TakeBody(image.GetMethodBody(method.RelativeVirtualAddress));
            }
        }

        return uses.found;
    }

    public object? GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        found.Add(handle);
        return null;
    }

    public object? GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
        return null;
    }

    public object? GetArrayType(object? elementType, ArrayShape shape) => null;

    public object? GetByReferenceType(object? elementType) => null;

    public object? GetFunctionPointerType(MethodSignature<object?> signature) => null;

    public object? GetGenericInstantiation(object? genericType, ImmutableArray<object?> typeArguments) => null;

    public object? GetGenericMethodParameter(object? genericContext, int index) => null;

    public object? GetGenericTypeParameter(object? genericContext, int index) => null;

    public object? GetModifiedType(object? modifier, object? unmodifiedType, bool isRequired) => null;

    public object? GetPinnedType(object? elementType) => null;

    public object? GetPointerType(object? elementType) => null;

    public object? GetPrimitiveType(PrimitiveTypeCode typeCode) => null;

    public object? GetSZArrayType(object? elementType) => null;

    public object? GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => null;

    private void TakeBody(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
        {
            metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(this, null);
        }

        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            var first = code.ReadByte();
            var operand = Operands[first == TwoByteMark ? (TwoByteMark << 8) | code.ReadByte() : first];
            switch (operand)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    TakeToken(code.ReadInt32());
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += targets * sizeof(int);
                    break;
                default:
                    code.Offset += LengthOf(operand);
                    break;
            }
        }
    }

    private static int LengthOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private void TakeToken(int token)
    {
        var handle = MetadataTokens.EntityHandle(token);
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                found.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.MethodDefinition:
                found.Add(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodSpecification:
                var generic = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                generic.DecodeSignature(this, null);
                TakeToken(MetadataTokens.GetToken(generic.Method));
                break;
            case HandleKind.MemberReference:
                Take(metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.TypeSpecification:
                Take(handle);
                break;
            case HandleKind.FieldDefinition:
                found.Add(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
        }
    }

    private void Take(EntityHandle handle)
    {
        // Interfaces have no base: a definition's handle without a row.
        if (handle.Kind == HandleKind.TypeDefinition && !handle.IsNil)
        {
            found.Add((TypeDefinitionHandle)handle);
        }
        else if (handle.Kind == HandleKind.TypeSpecification)
        {
            metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
        }
    }
}
